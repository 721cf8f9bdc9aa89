"""The invariants that one statement can ask, in the SQL that both databases speak.

Each statement gives one row: the figures that were compared, and `differences`, which counts
the records that do not agree (of the first one: the rupiah that nothing explains).
"""

from typing import Final

from django.db import connection

_RECEIVED = """
WITH sums AS (
    SELECT
        (SELECT COALESCE(SUM(amount_idr), 0) FROM enrollment_payment) AS received_idr,
        (SELECT COALESCE(SUM(amount_idr), 0) FROM enrollment_allocation
            WHERE released_on IS NULL) AS allocated_idr,
        (SELECT COALESCE(SUM(amount_idr - allocated_idr - refunded_idr), 0)
            FROM enrollment_payment WHERE reversed_on IS NULL) AS credit_idr,
        (SELECT COALESCE(SUM(amount_idr), 0) FROM enrollment_refund
            WHERE reversed_on IS NULL) AS refunded_idr,
        (SELECT COALESCE(SUM(amount_idr), 0) FROM enrollment_payment
            WHERE reversed_on IS NOT NULL) AS reversed_idr
)
SELECT sums.*, ABS(
    received_idr - allocated_idr - credit_idr - refunded_idr - reversed_idr
) AS differences
FROM sums
"""

_PAYMENTS = """
WITH paid AS (
    SELECT payment_id, SUM(amount_idr) AS idr
    FROM enrollment_allocation WHERE released_on IS NULL GROUP BY payment_id
)
SELECT COUNT(*) AS payments, SUM(p.allocated_idr) AS allocated_idr, SUM(CASE
    WHEN p.allocated_idr <> COALESCE(paid.idr, 0)
        OR (p.reversed_on IS NOT NULL AND COALESCE(paid.idr, 0) <> 0)
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_payment p LEFT JOIN paid ON paid.payment_id = p.id
"""

_OVERSPENT = """
WITH paid AS (
    SELECT payment_id, SUM(amount_idr) AS idr
    FROM enrollment_allocation WHERE released_on IS NULL GROUP BY payment_id
)
SELECT COUNT(*) AS payments, SUM(p.amount_idr) AS received_idr, SUM(CASE
    WHEN COALESCE(paid.idr, 0) > p.amount_idr THEN 1 ELSE 0 END) AS differences
FROM enrollment_payment p LEFT JOIN paid ON paid.payment_id = p.id
"""

_REFUNDS = """
WITH back AS (
    SELECT payment_id, SUM(amount_idr) AS idr
    FROM enrollment_refund WHERE reversed_on IS NULL GROUP BY payment_id
)
SELECT COUNT(*) AS payments, SUM(p.refunded_idr) AS refunded_idr, SUM(CASE
    WHEN p.refunded_idr <> COALESCE(back.idr, 0)
        OR (p.reversed_on IS NOT NULL AND COALESCE(back.idr, 0) <> 0)
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_payment p LEFT JOIN back ON back.payment_id = p.id
"""

_CLOSED = """
WITH entries AS (
    SELECT s.region_id, p.booked_on AS dated_on, p.created_at FROM enrollment_payment p
    JOIN enrollment_sponsor s ON s.id = p.sponsor_id
    UNION ALL
    SELECT d.region_id, i.issued_on, i.created_at FROM enrollment_invoice i
    JOIN enrollment_decree d ON d.id = i.decree_id
    UNION ALL
    SELECT s.region_id, r.refunded_on, r.created_at FROM enrollment_refund r
    JOIN enrollment_payment p ON p.id = r.payment_id
    JOIN enrollment_sponsor s ON s.id = p.sponsor_id
)
SELECT (SELECT COUNT(*) FROM enrollment_closedperiod) AS closings,
    COUNT(*) AS entries, SUM(CASE WHEN EXISTS (
        SELECT 1 FROM enrollment_closedperiod c
        WHERE entries.region_id LIKE c.region_id || '%'
            AND entries.dated_on < c.until AND entries.created_at > c.closed_at
    ) THEN 1 ELSE 0 END) AS differences
FROM entries
"""

_FUNDS = """
SELECT COUNT(*) AS allocations, SUM(CASE
    WHEN p.sponsor_id <> d.sponsor_id OR p.fund <> d.fund THEN 1 ELSE 0 END) AS differences
FROM enrollment_allocation a
JOIN enrollment_payment p ON p.id = a.payment_id
JOIN enrollment_invoiceline l ON l.id = a.line_id
JOIN enrollment_invoice i ON i.id = l.invoice_id
JOIN enrollment_decree d ON d.id = i.decree_id
WHERE a.released_on IS NULL
"""

_INVOICES = """
WITH lines AS (
    SELECT invoice_id, COUNT(DISTINCT worker_id) AS workers, SUM(months) AS worker_months,
        SUM(amount_idr) AS total_idr, SUM(allocated_idr) AS allocated_idr,
        SUM(credited_idr) AS credited_idr
    FROM enrollment_invoiceline GROUP BY invoice_id
)
SELECT COUNT(*) AS invoices, SUM(i.workers) AS workers, SUM(i.worker_months) AS worker_months,
    SUM(i.total_idr) AS total_idr, SUM(CASE
    WHEN i.workers <> COALESCE(lines.workers, 0)
        OR i.worker_months <> COALESCE(lines.worker_months, 0)
        OR i.total_idr <> COALESCE(lines.total_idr, 0)
        OR i.allocated_idr <> COALESCE(lines.allocated_idr, 0)
        OR i.credited_idr <> COALESCE(lines.credited_idr, 0)
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_invoice i LEFT JOIN lines ON lines.invoice_id = i.id
"""

_LINES = """
WITH paid AS (
    SELECT line_id, SUM(amount_idr) AS idr
    FROM enrollment_allocation WHERE released_on IS NULL GROUP BY line_id
), noted AS (
    SELECT line_id, SUM(amount_idr) AS idr FROM enrollment_creditnote GROUP BY line_id
)
SELECT COUNT(*) AS lines, SUM(l.amount_idr) AS billed_idr, SUM(l.allocated_idr) AS allocated_idr,
    SUM(l.credited_idr) AS credited_idr,
    SUM(l.amount_idr - l.allocated_idr - l.credited_idr) AS open_idr, SUM(CASE
    WHEN l.allocated_idr <> COALESCE(paid.idr, 0)
        OR l.credited_idr <> COALESCE(noted.idr, 0)
        OR l.amount_idr < l.allocated_idr + l.credited_idr
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_invoiceline l
LEFT JOIN paid ON paid.line_id = l.id
LEFT JOIN noted ON noted.line_id = l.id
"""

_PRICES = """
SELECT COUNT(*) AS lines, SUM(l.months) AS worker_months, SUM(CASE
    WHEN l.monthly_idr <> r.jkk_idr + r.jkm_idr + r.jht_idr
        OR l.amount_idr <> l.monthly_idr * l.months
        OR r.invoice_id <> l.invoice_id
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_invoiceline l JOIN enrollment_invoicerate r ON r.id = l.rate_id
"""

_BELONGING = """
SELECT COUNT(*) AS periods, SUM(CASE
    WHEN c.worker_id <> l.worker_id OR l.worker_id <> e.worker_id
        OR c.since < l.since OR c.until > l.until
    THEN 1 ELSE 0 END) AS differences
FROM enrollment_coverageperiod c
JOIN enrollment_invoiceline l ON l.id = c.line_id
JOIN enrollment_enrollment e ON e.id = l.enrollment_id
WHERE c.voided_on IS NULL
"""

_CEILINGS = """
WITH billed AS (
    SELECT decree_id, SUM(total_idr - credited_idr) AS idr
    FROM enrollment_invoice GROUP BY decree_id
)
SELECT COUNT(*) AS decrees, SUM(d.ceiling_idr) AS ceiling_idr,
    SUM(COALESCE(billed.idr, 0)) AS billed_idr, SUM(CASE
    WHEN COALESCE(billed.idr, 0) > d.ceiling_idr THEN 1 ELSE 0 END) AS differences
FROM enrollment_decree d LEFT JOIN billed ON billed.decree_id = d.id
"""


def _overlaps(table: str, owner: str, counted: str, *, where: str = "TRUE") -> str:
    """Return the statement that counts rows which begin before an earlier one of theirs ends."""
    return f"""
WITH ordered AS (
    SELECT since, MAX(until) OVER (
        PARTITION BY {owner} ORDER BY since, id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS earlier_until
    FROM {table} WHERE {where}
)
SELECT COUNT(*) AS {counted},
    SUM(CASE WHEN since < earlier_until THEN 1 ELSE 0 END) AS differences
FROM ordered
"""  # noqa: S608 - every part is a constant of this module


CHECKS: Final = {
    "received_is_allocated_or_credit": _RECEIVED,
    "payments_equal_their_allocations": _PAYMENTS,
    "payments_are_not_overspent": _OVERSPENT,
    "payments_equal_their_refunds": _REFUNDS,
    "payments_pay_their_own_fund": _FUNDS,
    "invoices_equal_their_lines": _INVOICES,
    "lines_are_allocated_credited_or_open": _LINES,
    "lines_cost_what_their_rate_says": _PRICES,
    "cover_belongs_to_its_line": _BELONGING,
    "decrees_stay_below_their_ceiling": _CEILINGS,
    "closed_books_stay_closed": _CLOSED,
    "no_worker_month_is_covered_twice": _overlaps(
        "enrollment_coverageperiod", "worker_id", "periods", where="voided_on IS NULL"
    ),
    "no_worker_month_is_enrolled_twice": _overlaps(
        "enrollment_enrollment", "worker_id", "enrollments", where="voided_on IS NULL"
    ),
    "no_enrollment_month_is_billed_twice": _overlaps(
        "enrollment_invoiceline", "enrollment_id", "lines"
    ),
}


def figures(sql: str) -> dict[str, int]:
    """Return the figures of one statement; sums over nothing are 0."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return {name: int(value or 0) for name, value in zip(names, cursor.fetchone(), strict=True)}
