/** How many random cases the suite tries, at most `least` unless NATLENS_CASES asks for more, and the seed of their choices. */
export function casesOf(least: number): { readonly numRuns: number; readonly seed: number } {
  const cases = Number(process.env['NATLENS_CASES'] ?? least)
  return {
    numRuns: Math.max(least, cases),
    seed: Number(process.env['NATLENS_SEED'] ?? 20_260_314),
  }
}
