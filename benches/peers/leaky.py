"""NumPy's vectorised version of the engine's single-scenario bench: the same model, the same size, one thread.

Prints one line a case and round: `name milliseconds`.
"""

import sys
import time

import numpy as np

RUNS, MONTHS, JOINING, CHURN, PRICE = 10_000, 60, 2_000 * 0.1, 0.04, 100.0


def simulate(seed):
    """Customers and MRR of every month and run. Trials are not reported, so Poisson thinning is allowed here too."""
    rng = np.random.default_rng(seed)
    customers = np.zeros((MONTHS + 1, RUNS))
    mrr = np.zeros((MONTHS + 1, RUNS))
    active = np.zeros(RUNS, dtype=np.int64)
    for month in range(1, MONTHS + 1):
        active = active - rng.binomial(active, CHURN) + rng.poisson(JOINING, RUNS)
        customers[month] = active
        mrr[month] = active * PRICE
    return customers, mrr


def timed(name, work):
    start = time.thread_time()
    result = work()
    print(f"{name} {(time.thread_time() - start) * 1e3:.3f}")
    return result


for round_ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 7):
    paths = timed("numpy_simulation", lambda: simulate(round_))
    timed("numpy_quantiles", lambda: [np.percentile(path, [5, 25, 50, 75, 95], axis=1) for path in paths])
