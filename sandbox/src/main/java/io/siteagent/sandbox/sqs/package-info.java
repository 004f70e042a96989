/**
 * The part of Amazon SQS that the functions and Lambda's event source mapping use: FIFO queues, in AWS's JSON protocol.
 */
@NullMarked
package io.siteagent.sandbox.sqs;

import org.jspecify.annotations.NullMarked;
