using CsCheck;

namespace FlowActors.Tests;

/// <summary>Checks a property on the same generated values in every run.</summary>
internal static class Seeded
{
    private const ulong Seed = 20260;

    public static void Check<T>(Gen<T> gen, Action<T> property, int iterations = 2_000)
    {
        var random = new PCG(1, Seed);
        for (var i = 0; i < iterations; i++)
        {
            var value = gen.Generate(random, null, out _);
            try
            {
                property(value);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The property fails on value {i} of seed {Seed}: {value}", e);
            }
        }
    }
}
