/** The plain search page at {@code /}, for as long as there is no web UI. Null-free. */
package io.spoor.query.page;
