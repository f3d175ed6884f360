/** What tests put in the place of a store, and the spans they keep in it. */
package io.spoor.query.fake;
