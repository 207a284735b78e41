"""The core of Wegweiser: language, knowledge, answers, safety and the brain. Imports neither `actions` nor `connectors`."""
