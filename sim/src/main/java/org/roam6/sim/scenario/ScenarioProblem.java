package org.roam6.sim.scenario;

/**
 * What is wrong with the text of a scenario.
 *
 * @param line its line, 1 for the first
 * @param column its column, 1 for the first
 * @param message what was found, what was expected and, where that can be guessed, what was meant
 */
public record ScenarioProblem(int line, int column, String message) {}
