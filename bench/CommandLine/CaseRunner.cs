using FlowActors.Bench.Harness;

namespace FlowActors.Bench.CommandLine;

/// <summary>
/// Runs cases one after the other, each in a process of its own where there are several. A case that fails is reported, and the
/// others still run.
/// </summary>
internal static class CaseRunner
{
    public static async Task<int> ListAsync(IEnumerable<BenchCase> cases, TextWriter output)
    {
        foreach (var c in cases) await output.WriteLineAsync($"{c.Name,-10} {c.Summary}");
        return 0;
    }

    /// <summary>0 when every case ran and every result was right, else 1.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<BenchCase> cases, BenchSettings settings, CancellationToken cancellationToken)
    {
        var report = new BenchReport(Console.Out, Console.Error, Console.IsOutputRedirected);
        var failed = false;
        foreach (var c in cases)
        {
            try
            {
                if (cases.Count == 1) await c.RunAsync(settings, report, cancellationToken);
                else failed |= await CaseProcess.RunAsync(c, settings, cancellationToken) != 0;
            }
            catch (BenchException e)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"Case {c.Name} failed: {e.Message}");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"Cancelled in case {c.Name}.");
                return 1;
            }
            catch (Exception e)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"Case {c.Name} failed: {e}");
            }
        }

        return failed ? 1 : 0;
    }
}
