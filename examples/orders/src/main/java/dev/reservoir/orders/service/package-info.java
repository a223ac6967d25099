/** The four services of the shop. Start reading at BillingService. */
@NullMarked
package dev.reservoir.orders.service;

import org.jspecify.annotations.NullMarked;
