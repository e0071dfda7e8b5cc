"""The nightly run: collecting, reading what is new, making pages, publishing them in one step, telling what changed."""
