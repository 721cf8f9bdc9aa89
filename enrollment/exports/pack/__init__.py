"""The auditor's pack of one decree: all its papers, money and cover, as pages and as a workbook."""

from enrollment.exports.pack.book import write_pack
from enrollment.exports.pack.content import STEPS, Pack, pack_of
from enrollment.exports.pack.paper import pack_pages

__all__ = ["STEPS", "Pack", "pack_of", "pack_pages", "write_pack"]
