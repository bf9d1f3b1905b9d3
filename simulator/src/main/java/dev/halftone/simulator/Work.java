package dev.halftone.simulator;

/** An order carried out: its price, and the body to send, empty where none is shown. */
@SuppressWarnings("ArrayRecordComponent")
record Work(Bill bill, byte[] body) {}
