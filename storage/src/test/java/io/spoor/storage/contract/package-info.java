/**
 * What every store must do, written as tests: one abstract class for each concern. An
 * implementation extends them all and says how it is opened.
 */
package io.spoor.storage.contract;
