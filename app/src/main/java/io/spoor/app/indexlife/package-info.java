/**
 * The tools that cron jobs run beside Elasticsearch, with Jaeger's names, arguments, environment
 * and exit codes (contract: elasticsearch.md §13, §14). Main thread only.
 */
package io.spoor.app.indexlife;
