"""Writes what HdrHistogram's port to Python says of some latencies, in nanoseconds, to a golden file.

    python Tests/Fixtures/scripts/make_histogram_cases.py Tests/Fixtures/Resources/histograms
"""

import json
import pathlib
import random
import sys

from hdrh.histogram import HdrHistogram

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)

HIGHEST = (1 << 43) - 1
# Each times the count is whole, since implementations round the place of a quantile in several ways.
SHARES = [0, 0.1, 0.5, 0.9, 0.99, 0.999, 1]
COUNT = 1000

random.seed(3)
CASES = {
    "microseconds": [int(random.lognormvariate(11, 1.5)) for _ in range(COUNT)],
    "two-modes": [random.choice([90_000, 7_000_000]) + random.randrange(40_000)
                  for _ in range(COUNT)],
    "all-sizes": [int(2 ** random.uniform(0, 43)) - 1 for _ in range(COUNT)],
    "around-powers": [(1 << random.randrange(1, 43)) + random.randrange(-1, 2)
                      for _ in range(COUNT)],
    "small": [random.randrange(4096) for _ in range(COUNT)],
}


def quantiles(values):
    histogram = HdrHistogram(1, HIGHEST, 3)
    for value in values:
        assert histogram.record_value(value), value
    # The greatest value is known exactly, where HdrHistogram gives the end of its bucket.
    return [min(histogram.get_value_at_percentile(100 * share) if share else min(values),
                max(values)) for share in SHARES]


cases = [{"name": name, "values": values, "quantiles": quantiles(values)}
         for name, values in CASES.items()]
(OUT / "quantiles.json").write_text(json.dumps({"shares": SHARES, "cases": cases}) + "\n")
