using System.Diagnostics;

namespace FlowActors.Bench.Candidates;

/// <summary>The threads of this process beside the present one, such as those that flush and compact.</summary>
internal static class Background
{
    private const int Looks = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when none of them has had anything to do for some looks, at the latest after some seconds: who made the work pays for it.</summary>
    public static void UntilQuiet()
    {
        var started = Stopwatch.GetTimestamp();
        for (var quiet = 0; quiet < Looks && Stopwatch.GetElapsedTime(started) < Patience; Thread.Sleep(Between)) quiet = IsQuiet() ? quiet + 1 : 0;
    }

    // One runs always: the one that looks.
    private static bool IsQuiet()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Cast<ProcessThread>().Count(IsAtWork) <= 1;
    }

    private static bool IsAtWork(ProcessThread thread)
    {
        try
        {
            return thread.ThreadState is System.Diagnostics.ThreadState.Running or System.Diagnostics.ThreadState.Ready;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
            return false;
        }
    }
}
