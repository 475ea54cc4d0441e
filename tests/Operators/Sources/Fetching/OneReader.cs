using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>One reader without an enumerator: a test gives it its splits.</summary>
internal sealed class OneReader<TSplit> : IDisposable
    where TSplit : ISourceSplit
{
    public OneReader(Source<string, TSplit> source)
    {
        Output = new RecordingOutput<string>(Context.Quantum);
        Reader = source.CreateReader();
        Reader.Open(new SourceReaderContext<string>(Context, Output, new SourceEventTime<string>(Context, null, Boundedness.Bounded), () => Requests++, _ => { }));
    }

    public TestOperatorContext Context { get; } = new() { Index = 0 };

    public RecordingOutput<string> Output { get; }

    public SourceReader<string, TSplit> Reader { get; }

    /// <summary>How many splits the reader has asked for.</summary>
    public int Requests { get; private set; }

    public void Add(params TSplit[] parts) => Reader.AddSplits(parts);

    public Progress Read()
    {
        Context.Quantum.Begin(Stopwatch.GetTimestamp());
        return Reader.Read();
    }

    /// <summary>Reads, and waits to be woken where there is nothing, until something holds.</summary>
    public void ReadUntil(Func<bool> holds)
    {
        while (!holds())
        {
            if (Read() == Progress.Waiting && !holds()) Context.WokenAsync().GetAwaiter().GetResult();
        }
    }

    public IReadOnlyList<TSplit> Snapshot(long checkpointId = 1) => Reader.Snapshot(checkpointId);

    public void Dispose() => Reader.Close();
}
