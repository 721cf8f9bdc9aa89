"""The invariants of claims, in the SQL that both databases speak; built like those of `sums`."""

from typing import Final

_PAYOUTS = """
WITH standing AS (
    SELECT payout_id, SUM(amount_idr) AS idr
    FROM claims_payoutline WHERE voided_on IS NULL GROUP BY payout_id
)
SELECT COUNT(*) AS payouts, SUM(CASE WHEN p.status = 'paid' THEN p.amount_idr ELSE 0 END)
    AS paid_idr, SUM(CASE
    WHEN p.status = 'returned' AND COALESCE(standing.idr, 0) <> 0
        OR p.status <> 'returned' AND COALESCE(standing.idr, 0) <> p.amount_idr
    THEN 1 ELSE 0 END) AS differences
FROM claims_payout p LEFT JOIN standing ON standing.payout_id = p.id
"""

_PAID_LINES = """
WITH standing AS (
    SELECT line_id, COUNT(*) AS times, SUM(amount_idr) AS idr
    FROM claims_payoutline WHERE voided_on IS NULL GROUP BY line_id
)
SELECT COUNT(*) AS benefits, SUM(l.amount_idr) AS granted_idr,
    SUM(COALESCE(standing.idr, 0)) AS ordered_idr, SUM(CASE
    WHEN standing.times > 1 OR standing.idr <> l.amount_idr
        OR standing.times = 1 AND (l.released_on IS NULL OR l.voided_on IS NOT NULL)
    THEN 1 ELSE 0 END) AS differences
FROM claims_benefitline l LEFT JOIN standing ON standing.line_id = l.id
"""

_BELONGING = """
SELECT COUNT(*) AS paid_benefits, SUM(CASE
    WHEN p.claim_id <> l.claim_id OR y.claim_id <> p.claim_id OR y.kind <> l.payee_kind
        OR d.claim_id <> l.claim_id OR a.claim_id <> l.claim_id OR d.kind <> 'approved'
    THEN 1 ELSE 0 END) AS differences
FROM claims_payoutline pl
JOIN claims_payout p ON p.id = pl.payout_id
JOIN claims_payee y ON y.id = p.payee_id
JOIN claims_benefitline l ON l.id = pl.line_id
JOIN claims_decision d ON d.id = l.decision_id
JOIN claims_assessment a ON a.id = d.assessment_id
"""

_FOUR_EYES = """
SELECT (SELECT COUNT(*) FROM claims_decision) AS decisions,
    (SELECT COUNT(*) FROM claims_payout) AS payouts,
    (SELECT COUNT(*) FROM claims_decision d
        WHERE EXISTS (SELECT 1 FROM claims_assessment a
            WHERE a.claim_id = d.claim_id AND a.assessed_by_id = d.decided_by_id))
    + (SELECT COUNT(*) FROM claims_payout p
        WHERE EXISTS (SELECT 1 FROM claims_decision d
            WHERE d.claim_id = p.claim_id AND d.kind = 'approved'
                AND d.decided_by_id IN (p.ordered_by_id, COALESCE(p.settled_by_id, 0))))
    AS differences
"""

_STEPS = """
WITH last AS (
    SELECT claim_id, COUNT(*) AS steps, MAX(number) AS number
    FROM claims_claimstep GROUP BY claim_id
)
SELECT COUNT(*) AS claims, SUM(COALESCE(last.steps, 0)) AS steps, SUM(CASE
    WHEN c.steps_taken <> COALESCE(last.steps, 0) OR c.steps_taken <> COALESCE(last.number, 0)
        OR s.id IS NOT NULL AND s.target <> c.status
        OR EXISTS (
            SELECT 1 FROM claims_claimstep one JOIN claims_claimstep next
            ON next.claim_id = one.claim_id AND next.number = one.number + 1
            WHERE one.claim_id = c.id AND next.source <> one.target
        )
    THEN 1 ELSE 0 END) AS differences
FROM claims_claim c
LEFT JOIN last ON last.claim_id = c.id
LEFT JOIN claims_claimstep s ON s.claim_id = c.id AND s.number = last.number
"""

_FILES = """
WITH sent AS (
    SELECT file_id, COUNT(*) AS transfers, SUM(amount_idr) AS idr
    FROM claims_payout WHERE file_id IS NOT NULL GROUP BY file_id
)
SELECT COUNT(*) AS files, SUM(f.control_total_idr) AS control_total_idr, SUM(CASE
    WHEN f.transfers <> COALESCE(sent.transfers, 0)
        OR f.control_total_idr <> COALESCE(sent.idr, 0)
    THEN 1 ELSE 0 END) AS differences
FROM claims_paymentfile f LEFT JOIN sent ON sent.file_id = f.id
"""

_DEATHS = """
SELECT COUNT(*) AS deaths_granted, COUNT(*) - COUNT(DISTINCT c.worker_id) + SUM(CASE
    WHEN w.deceased_on IS NULL THEN 1 ELSE 0 END) AS differences
FROM claims_claim c JOIN enrollment_worker w ON w.id = c.worker_id
WHERE c.grants_death
"""

CHECKS: Final = {
    "payouts_equal_their_benefits": _PAYOUTS,
    "benefits_are_paid_once": _PAID_LINES,
    "payouts_belong_to_their_claims": _BELONGING,
    "claims_pass_four_eyes": _FOUR_EYES,
    "claims_stand_where_their_steps_led": _STEPS,
    "payment_files_equal_their_payouts": _FILES,
    "deaths_are_granted_once": _DEATHS,
}
