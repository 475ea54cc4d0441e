using CsCheck;

namespace FlowActors.Tests;

/// <summary>Checks a property on the same generated values in every run (CsCheck itself seeds only its first).</summary>
internal static class Seeded
{
    private const ulong Seed = 20260;

    /// <param name="gen">Makes the values.</param>
    /// <param name="property">What holds of each.</param>
    /// <param name="iterations">How many are checked.</param>
    /// <param name="first">The number of the first one: who checks in several places shares them out.</param>
    public static void Check<T>(Gen<T> gen, Action<T> property, int iterations = 2_000, int first = 0)
    {
        var i = first;
        foreach (var value in Values(gen, first + iterations).Skip(first))
        {
            try
            {
                property(value);
            }
            catch (Exception e)
            {
                throw Failed(i, value, e);
            }

            i++;
        }
    }

    public static async Task CheckAsync<T>(Gen<T> gen, Func<T, Task> property, int iterations)
    {
        var i = 0;
        foreach (var value in Values(gen, iterations))
        {
            try
            {
                await property(value);
            }
            catch (Exception e)
            {
                throw Failed(i, value, e);
            }

            i++;
        }
    }

    private static IEnumerable<T> Values<T>(Gen<T> gen, int iterations)
    {
        var random = new PCG(1, Seed);
        for (var i = 0; i < iterations; i++) yield return gen.Generate(random, null, out _);
    }

    private static InvalidOperationException Failed<T>(int iteration, T value, Exception e) =>
        new($"The property fails on value {iteration} of seed {Seed}: {value}", e);
}
