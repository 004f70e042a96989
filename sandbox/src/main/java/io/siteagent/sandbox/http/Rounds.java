package io.siteagent.sandbox.http;

import java.time.Duration;

/**
 * Serves calls in rounds: those that wait are served together as soon as nothing is being served and no other call has
 * come for a while. What is called at the same time is one round, so the rounds tell how many answers some work waited
 * for one after another, however fast the machine is. Thread-safe.
 */
public final class Rounds {

    private final long quiet;
    private int waiting;
    private int served;
    private int count;
    private long lastMove = System.nanoTime();

    /** @param quiet longer than whoever calls needs between an answer and the next call */
    Rounds(Duration quiet) {
        this.quiet = quiet.toNanos();
    }

    /** How many rounds there were. */
    public synchronized int count() {
        return count;
    }

    /** Waits for the next round. */
    synchronized void enter() throws InterruptedException {
        int before = count;
        waiting++;
        lastMove = System.nanoTime();
        while (count == before) {
            long left = quiet - (System.nanoTime() - lastMove);
            if (served > 0) {
                wait();
            } else if (left > 0) {
                wait(Duration.ofNanos(left).plusMillis(1).toMillis());
            } else {
                begin();
            }
        }
    }

    private void begin() {
        count++;
        served = waiting;
        waiting = 0;
        notifyAll();
    }

    /** A call was answered. */
    synchronized void leave() {
        served--;
        lastMove = System.nanoTime();
        notifyAll();
    }
}
