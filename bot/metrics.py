"""What is counted, for Prometheus. Each process counts for itself; the gate's `/metrics` adds them up (files in var/metrics)."""

from __future__ import annotations

import prometheus_client as prometheus
from prometheus_client import multiprocess

RECEIVED = prometheus.Counter("wegweiser_received_total", "messages of people that were kept", ["channel"])
DUPLICATES = prometheus.Counter("wegweiser_duplicates_total", "updates that came again and were dropped", ["channel"])
REFUSED = prometheus.Counter("wegweiser_refused_total", "requests that were refused", ["channel", "reason"])
LIMITED = prometheus.Counter("wegweiser_limited_total", "messages over a person's limit", ["channel"])
LANE_WAIT = prometheus.Histogram("wegweiser_lane_wait_seconds", "from keeping a message to the start of its turn")
TURN = prometheus.Histogram("wegweiser_turn_seconds", "one turn of the assistant")
PARKED = prometheus.Counter("wegweiser_parked_total", "messages given up after three failures")
SENT = prometheus.Counter("wegweiser_sent_total", "parts that a messenger took", ["channel"])
RETRIED = prometheus.Counter("wegweiser_retried_total", "parts that will be sent again", ["channel", "reason"])
FAILED = prometheus.Counter("wegweiser_failed_total", "bubbles that could not be delivered", ["channel", "reason"])
SEND = prometheus.Histogram("wegweiser_send_seconds", "one call to a messenger", ["channel"])


def exposition() -> bytes:
    """Return what `/metrics` answers: the sum over the processes of this server, or this process where it is alone."""
    registry = prometheus.CollectorRegistry()
    try:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:
        registry = prometheus.REGISTRY
    return prometheus.generate_latest(registry)
