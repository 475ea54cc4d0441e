using System.Diagnostics;

namespace FlowActors.Examples.CommandLine;

/// <summary>What a piece of work took.</summary>
/// <param name="Wall">Wall time.</param>
/// <param name="Cpu">CPU time of the whole process, in user and kernel mode.</param>
internal readonly record struct Measurement(TimeSpan Wall, TimeSpan Cpu)
{
    /// <summary>Does the work and measures it.</summary>
    public static async Task<(T Result, Measurement Took)> OfAsync<T>(Func<Task<T>> work)
    {
        var cpu = CpuTime();
        var start = Stopwatch.GetTimestamp();
        var result = await work().ConfigureAwait(false);
        return (result, new Measurement(Stopwatch.GetElapsedTime(start), CpuTime() - cpu));
    }

    private static TimeSpan CpuTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
