/**
 * What a role is told to do: flags of each part, and the records that their values become. Every
 * record guards itself. No method takes or returns null.
 */
package io.spoor.app.config;
