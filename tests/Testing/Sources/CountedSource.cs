using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>Numbers from one on, below another.</summary>
public sealed record Counted(string SplitId, int Next, int End) : ISourceSplit;

/// <summary>Three splits of four numbers each, read one after the other; what a mistake would change can be overridden.</summary>
internal class CountedSource : Source<int, Counted>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public static List<Counted> Splits => [.. Enumerable.Range(0, 3).Select(i => new Counted($"{i}", i * 4, (i + 1) * 4))];

    public override SplitEnumerator<Counted> CreateEnumerator() => new ListEnumerator<Counted>(_ => Splits);

    public override SourceReader<int, Counted> CreateReader() => new Reader();

    internal class Reader : SourceReader<int, Counted>
    {
        public Queue<Counted> Splits { get; } = new();

        public SourceReaderContext<int> Context { get; private set; } = null!;

        public Counted? Current { get; set; }

        public override void Open(SourceReaderContext<int> context) => (Context = context).RequestSplit();

        public override void AddSplits(IReadOnlyList<Counted> splits)
        {
            foreach (var split in splits) Splits.Enqueue(split);
        }

        public override Progress Read()
        {
            while (true)
            {
                if (Current is null && Splits.Count == 0) return Progress.Done;
                Current ??= Splits.Dequeue();
                var cursor = new Cursor(Current.Next, Current.End);
                var progress = Context.CreateOutput(Current.SplitId).Emit(ref cursor);
                Current = Current with { Next = cursor.Next };
                if (progress != Progress.Done) return progress;
                Current = null;
                Context.RequestSplit();
            }
        }

        public override IReadOnlyList<Counted> Snapshot(long checkpointId) => Current is null ? [.. Splits] : [Current, .. Splits];
    }

    private struct Cursor(int next, int end) : IRecordCursor<int>
    {
        public int Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out int record, out long timestamp)
        {
            (record, timestamp) = (Next, Next * 10);
            if (Next >= end) return false;
            Next++;
            return true;
        }
    }
}
