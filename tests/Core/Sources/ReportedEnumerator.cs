using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>
/// Gives splits to whoever asks, and says that there are no more only to readers that have reported that they have read all that they were
/// assigned: a report that got lost for ever would keep its reader from its end.
/// </summary>
internal sealed class ReportedEnumerator(List<Numbers> splits) : SplitEnumerator<Numbers, List<Numbers>>
{
    private readonly Dictionary<int, Reader> _readers = [];
    private List<Numbers> _splits = splits;

    public override void AddReader(int subtask) => _readers.Add(subtask, new Reader());

    public override void RemoveReader(int subtask) => _readers.Remove(subtask);

    public override void HandleSplitRequest(int subtask)
    {
        _readers[subtask].Requests++;
        _readers[subtask].Waiting++;
        Serve();
    }

    public override void HandleReport(int subtask, long report)
    {
        var reader = _readers[subtask];
        Assert.True(report > reader.Report, $"{report} was reported after {reader.Report}.");
        Assert.True(reader.Requests >= report, $"{report} was heard after {reader.Requests} requests, and a reader asks before it reports.");
        reader.Report = report;
        Serve();
    }

    public override void AddSplitsBack(IReadOnlyList<Numbers> splits, int subtask)
    {
        _splits.InsertRange(0, splits);
        Serve();
    }

    public override List<Numbers> Snapshot(long checkpointId) => [.. _splits];

    public override void Restore(List<Numbers> state) => _splits = state;

    private void Serve()
    {
        foreach (var (subtask, reader) in _readers)
        {
            for (; reader.Waiting > 0 && _splits.Count > 0 && !reader.HasAll; reader.Waiting--)
            {
                Context.AssignSplit(_splits[0], subtask);
                _splits.RemoveAt(0);
                reader.Assigned++;
            }

            if (reader.HasAll || reader.Waiting == 0 || reader.Report < reader.Assigned) continue;
            reader.HasAll = true;
            Context.SignalNoMoreSplits(subtask);
        }
    }

    private sealed class Reader
    {
        public long Requests { get; set; }

        public int Waiting { get; set; }

        public long Report { get; set; }

        public int Assigned { get; set; }

        public bool HasAll { get; set; }
    }
}
