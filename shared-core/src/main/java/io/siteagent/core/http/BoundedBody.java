package io.siteagent.core.http;

import java.io.IOException;
import java.io.InputStream;

/** A body that ends in {@link MalformedAnswer} when it is longer than it may be (law 11). */
final class BoundedBody extends InputStream {

    private final InputStream body;
    private final long longest;
    private long read;

    BoundedBody(InputStream body, long longest) {
        this.body = body;
        this.longest = longest;
    }

    @Override
    public int read() throws IOException {
        var one = body.read();
        if (one >= 0) {
            count(1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = body.read(buffer, offset, length);
        if (count > 0) {
            count(count);
        }
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > longest) {
            throw new MalformedAnswer("longer than " + longest + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
