/** The role that reads spans from a store. */
package io.spoor.app.query;
