"""NumPy's vectorised version of the engine's bench of cohorts: the same model, the same size, one thread.

Customers are followed by cohort, so that growing older moves no memory; rows of runs lie side by side. One call a month
draws all cohorts at once. Prints one line a round: `name milliseconds`.
"""

import sys
import time

import numpy as np

RUNS, MONTHS, JOINING, PRICE, OPENING = 10_000, 120, 2_000 * 0.1, 100.0, 200
ALPHA, BETA = 1.2, 12.0
# Of a customer who has come through 0, 1, … months.
HAZARD = ALPHA / (ALPHA + BETA + np.arange(MONTHS))


def simulate(seed):
    """Customers and MRR of every month and run."""
    rng = np.random.default_rng(seed)
    customers = np.zeros((MONTHS + 1, RUNS))
    mrr = np.zeros((MONTHS + 1, RUNS))
    active = np.zeros((MONTHS + 1, RUNS), dtype=np.int64)
    active[0] = OPENING
    customers[0], mrr[0] = OPENING, OPENING * PRICE
    for month in range(1, MONTHS + 1):
        # The oldest cohort, which opened, comes first.
        hazard = HAZARD[month - 1 :: -1, np.newaxis]
        active[:month] -= rng.binomial(active[:month], hazard)
        active[month] = rng.poisson(JOINING, RUNS)
        customers[month] = active[: month + 1].sum(axis=0)
        mrr[month] = customers[month] * PRICE
    return customers, mrr


for round_ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
    start = time.thread_time()
    customers, mrr = simulate(round_)
    print(f"numpy_cohorts {(time.thread_time() - start) * 1e3:.3f}")
    print(f"customers at the end {customers[-1].mean():.3f} {customers[-1].std():.3f}", file=sys.stderr)
