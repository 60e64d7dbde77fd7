"""Runs `steady bench server` on the processor that the servers do not have."""

import json
import statistics
import subprocess


class Generator:
    def __init__(self, program, processors):
        self.program, self.processors = program, processors

    def run(self, url, *arguments, seconds=2.0, warm_up=0.3):
        """The report of one run."""
        command = ["taskset", "-c", self.processors, self.program, "bench", "server", url,
                   "--duration", f"{int(seconds * 1000)}ms",
                   "--warm-up", f"{int(warm_up * 1000)}ms", "--json",
                   *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr}{done.stdout}")
        report = json.loads(done.stdout)
        others = {status: count for status, count in report["statuses"].items() if status != "200"}
        if others or report["failures"]:
            raise RuntimeError(f"{url}: not all is well: {others} {report['failures']}")
        return report


def middle(values):
    """The median, and the least and greatest, of ratios."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"
