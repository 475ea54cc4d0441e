using FlowActors.Sinks;
using FlowActors.Tests.Files;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>Lets a sink's process, or its machine, stop at each call of the file system, and once more at any call of the next attempt.</summary>
/// <param name="create">A sink that writes there.</param>
/// <param name="parallelisms">Those of the attempts, in turn.</param>
/// <param name="check">Looks at what is there when the job has ended.</param>
internal sealed class FileCrashes(Func<SimulatedFileSystem, Sink<int>> create, int[] parallelisms, Action<SimulatedFileSystem> check)
{
    /// <summary>Looks at what is there after each stop, before the job goes on; told whether it had ended.</summary>
    public Action<SimulatedFileSystem>? WhileUnfinished { get; init; }

    /// <summary>A disk that lies, of which <see cref="Run"/> must not be able to hide it.</summary>
    public FileCall? Ignored { get; init; }

    /// <summary>All steps with so many seeds for what of the rest is on the disk.</summary>
    public void Run(int seeds)
    {
        var steps = Steps();
        Assert.True(steps > 20);
        for (var step = 0; step < steps; step++)
        {
            for (var seed = 0; seed < seeds; seed++)
            {
                try
                {
                    Run(step, seed);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"The run that stops at call {step} fails with seed {seed}: {e.Message}", e);
                }
            }
        }
    }

    private int Steps()
    {
        var files = new SimulatedFileSystem();
        var steps = 0;
        files.Before = (_, _) => steps++;
        CrashingRun.ToEnd(new SinkJob<int>(() => create(files)), parallelisms[0]);
        check(files);
        return steps;
    }

    private void Run(int step, int seed)
    {
        var random = new Random((step * 1000) + seed);
        var files = new SimulatedFileSystem { Ignored = Ignored };
        var job = new SinkJob<int>(() => create(files));
        var left = step;
        var parallelism = parallelisms[0];
        for (var attempt = 0; ; attempt++)
        {
            var before = parallelism;
            parallelism = parallelisms[attempt % parallelisms.Length];
            files.Before = (_, _) =>
            {
                if (left-- == 0) throw new SimulatedCrashException();
            };
            try
            {
                CrashingRun.ToEnd(job, parallelism);
                break;
            }
            catch (InvalidOperationException e) when (e.Message.Contains($"with the parallelism {before}", StringComparison.Ordinal))
            {
                // It had begun to show its results: its user does as the message says.
                files.EndProcess();
                CrashingRun.ToEnd(job, before);
                break;
            }
            catch (SimulatedCrashException)
            {
                if (random.Next(2) == 0) files.EndProcess();
                else files.Crash(random);
                WhileUnfinished?.Invoke(files);
                left = attempt == 0 ? random.Next(40) : int.MaxValue;
            }
        }

        files.EndProcess();
        check(files);
    }
}
