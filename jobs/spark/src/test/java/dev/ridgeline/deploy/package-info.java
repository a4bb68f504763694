/**
 * The files of {@code deploy/}: what a cluster would say of them, as far as no cluster is needed.
 */
package dev.ridgeline.deploy;
