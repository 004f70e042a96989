/** The part of AWS Systems Manager that the functions call: Parameter Store, in AWS's JSON protocol. */
@NullMarked
package io.siteagent.sandbox.ssm;

import org.jspecify.annotations.NullMarked;
