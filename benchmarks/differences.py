"""How often the comparison of outlets errs where the truth is known: false positives, and intervals that miss.

    .venv/bin/python benchmarks/differences.py [RUNS]

Prints the tables of docs/statistics.md. Made-up articles only; two runs print the same.
"""

from __future__ import annotations

import sys

from riwaya.comparing.simulated import Design, coverage, false_positives, power

DESIGNS: dict[str, Design] = {
    "2 outlets, 5 articles each": Design((5, 5)),
    "2 outlets, 20 articles each": Design((20, 20)),
    "3 outlets, 5 articles each": Design((5, 5, 5)),
    "4 outlets, 8 articles each": Design((8, 8, 8, 8)),
    "5 outlets, 5 articles each": Design((5,) * 5),
    "5 outlets, 20 articles each": Design((20,) * 5),
    "articles very unlike (0.3)": Design((8, 8, 8, 8), dispersed=(0.3,)),
    "articles much alike (2)": Design((8, 8, 8, 8), dispersed=(2.0,)),
    "5, 8, 12 and 20 articles": Design((5, 8, 12, 20)),
    "5, 8, 12 and 20, very unlike": Design((5, 8, 12, 20), dispersed=(0.3,)),
    "5 and 20 articles": Design((5, 20)),
    "10 short, 10 long": Design((10, 10), (200, 900)),
    "20 short, 20 long, very unlike": Design((20, 20), (200, 900), (0.3,)),
    "5 long, 20 short": Design((5, 20), (900, 200)),
    "5 short, 20 long": Design((5, 20), (200, 900)),
    "5 short, 5 long, 20 short, 20 long": Design((5, 5, 20, 20), (200, 900, 200, 900)),
    "5 unlike (0.3), 20 alike (2)": Design((5, 20), (), (0.3, 2.0)),
    "20 unlike (0.3), 5 alike (2)": Design((20, 5), (), (0.3, 2.0)),
    "rare words (1 in 1,000), 4 × 8": Design((8,) * 4, base=0.001),
    "lognormal rates, 4 × 8": Design((8,) * 4, rates="lognormal"),
}


def main(runs: int) -> None:
    print("| articles | single test at 5% | any finding after Holm |\n| --- | ---: | ---: |")
    for name, design in DESIGNS.items():
        single, family = false_positives(design, runs)
        print(f"| {name} | {100 * single:.1f}% | {100 * family:.1f}% |", flush=True)
    print_power(runs)
    print(
        "\n| articles of the outlet | rates | shown | percentile bootstrap | studentised bootstrap | width |"
    )
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for rates in ("gamma", "lognormal"):
        for shape in (0.3, 0.6, 2.0):
            for articles in (5, 8, 12, 20):
                design = Design((articles,) * 4, dispersed=(shape,), rates=rates)
                held = coverage(design, max(runs // 6, 1))
                told = " | ".join(
                    f"{100 * held[kind]:.0f}%" for kind in ("shown", "percentile", "studentised")
                )
                widths = f"{held['shown_width']:.1f} ({held['percentile_width']:.1f})"
                print(f"| {articles} | {rates}, {shape} | {told} | {widths} |", flush=True)


def print_power(runs: int) -> None:
    print(
        "\n| articles of each of 4 outlets | 2 times as often | 4 times | 8 times |\n| ---: | ---: | ---: | ---: |"
    )
    for articles in (5, 8, 12, 20):
        found = [power(Design((articles,) * 4, lift=lift), max(runs // 4, 1)) for lift in (2.0, 4.0, 8.0)]
        print(f"| {articles} | {' | '.join(f'{100 * share:.0f}%' for share in found)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
