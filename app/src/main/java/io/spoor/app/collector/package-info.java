/** The role that takes spans in and writes them to a store. */
package io.spoor.app.collector;
