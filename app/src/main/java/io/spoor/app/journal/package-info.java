/**
 * The tool that looks into a journal's directory, takes records out of it, also out of segments
 * that were set aside, and sends them to a collector. Called from the command line, on the main
 * thread. No method takes or returns null.
 */
package io.spoor.app.journal;
