/**
 * The tool that looks into files of dead letters and sends them to a collector again. Called from
 * the command line, on the main thread. No method takes or returns null.
 */
package io.spoor.app.deadletters;
