"""Arabic itself: spelling, inflection, numerals, dates, and reading knowledge from TOML. Knows no news."""
