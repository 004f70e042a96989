/** {@code siteagent doctor}: whether what is configured is true, as rights and facts. */
@NullMarked
package io.siteagent.cli.doctor;

import org.jspecify.annotations.NullMarked;
