using CsCheck;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>Runs a property for the same generated cases each time; a failure names the seed of its case.</summary>
internal static class Seeds
{
    public static void ForAll<T>(this Gen<T> gen, int cases, Action<T> property)
    {
        for (var i = 0; i < cases; i++)
            gen.Sample(property, seed: new PCG((uint)i, 20_260_101UL).ToString(), iter: 1, threads: 1);
    }
}
