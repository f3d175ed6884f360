/**
 * The {@code agent} role: a collector for the programs beside it, which forwards. Main thread. No
 * method takes or returns null.
 */
package io.spoor.app.agent;
