using System.Diagnostics;
using System.Runtime;

namespace FlowActors.Bench.Harness;

/// <summary>The runtime's just-in-time compiler, whose work in the background counts as processor time of this process.</summary>
internal static class Compiler
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Returns when it has compiled nothing for a while, at the latest after some seconds.</summary>
    public static async Task UntilQuietAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var compiled = -1L;
        while (JitInfo.GetCompiledMethodCount() is var now && now != compiled && Stopwatch.GetElapsedTime(started) < Patience)
        {
            compiled = now;
            await Task.Delay(Quiet);
        }
    }
}
