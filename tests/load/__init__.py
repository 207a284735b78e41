"""Load and kills: many people, a messenger with faults, processes that die. `make bench` prints the figures."""
