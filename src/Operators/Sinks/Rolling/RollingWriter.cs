using System.Globalization;
using FlowActors.Operators;
using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>
/// Writes one subtask's rows, of each bucket into one file after the other. A file that was restored is not written on, as a zombie of an
/// earlier attempt may do that: what of it is valid becomes visible as a file of its own.
/// </summary>
internal sealed class RollingWriter<T>(FileSinkPlan<T> plan, RowEncoder<T> encoder) : StatefulCommittingSinkWriter<T, OpenPart, ClosedPart>
{
    private readonly Dictionary<string, RollingPart> _open = [];
    private readonly List<ClosedPart> _closed = [];
    private readonly List<string> _unnamed = [];
    private readonly string _writer = PartName.NewWriter();
    private PartFolders? _folders;
    private PartLineage? _lineage;
    private ProcessingTimeAlarm? _alarm;
    private RollingPart? _last;
    private TimeProvider _time = TimeProvider.System;
    private string _folder = "";
    private long _behind;
    private int _parts;

    public override void Restore(IReadOnlyList<OpenPart> state) =>
        _closed.AddRange(state.Select(p => new ClosedPart(p.Folder, p.Bucket, p.Hidden, p.Shown, p.Bytes, IsWhole: false)));

    public override void Open(ISinkContext context)
    {
        _folder = plan.Folder;
        _folders = new PartFolders(plan.Files);
        _lineage = PartLineage.Of(context);
        _behind = _lineage.Restored;
        _time = context.Time;
        foreach (var part in _closed)
        {
            if (part.Folder != _folder) throw PartFailures.OtherPath(_folder, part.Folder);
            ClosedPartCommitter.CheckThere(plan.Files, part);
        }

        if (context.Attempt > 1 || _behind > 0) PartSweep.Tree(plan.Files, _folder, _lineage);
        _alarm = new ProcessingTimeAlarm((OperatorContext)context, EndWhatIsDue);
    }

    public override void Write(T value, long timestamp)
    {
        var bucket = plan.Buckets.BucketOf(value, timestamp, _time);
        var part = _last is { } last && last.Bucket == bucket ? last : PartOf(bucket);
        encoder.Encode(value, part.File);
        part.IsActive = true;
        if (part.File.Length >= plan.Rolling.PartBytesMax) End(part);
    }

    public override void Flush(bool endOfInput)
    {
        if (endOfInput || plan.Rolling.OnCheckpoint)
        {
            foreach (var part in _open.Values.ToList()) End(part);
        }

        foreach (var part in _open.Values) part.File.Flush();
        _folders!.Flush(_folder);
    }

    public override IReadOnlyCollection<ClosedPart> PrepareCommit()
    {
        ClosedPart[] prepared = [.. _closed];
        _closed.Clear();
        return prepared;
    }

    public override IEnumerable<OpenPart> Snapshot(long checkpointId)
    {
        _behind = checkpointId;
        _unnamed.Clear();
        return [.. _open.Values.Select(part => part.ToState(_folder))];
    }

    public override void Close()
    {
        _alarm?.Dispose();
        foreach (var part in _open.Values) part.Dispose();
        foreach (var path in _unnamed) PartSweep.Remove(plan.Files, path);
    }

    private RollingPart PartOf(string bucket)
    {
        if (bucket is null || !_open.TryGetValue(bucket, out var part)) part = Begin(bucket!);
        return _last = part;
    }

    private RollingPart Begin(string bucket)
    {
        BucketPath.Check(bucket, _folder);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{plan.Prefix}-{_lineage!.Subtask}-{_writer}-{_parts++}{plan.Suffix}");
        var place = Path.Join(_folder, bucket);
        var hidden = Path.Join(place, new PartName(shown, _lineage, _behind, _writer).ToString());
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var part = new RollingPart(Create(place, hidden, Path.Join(place, shown)), bucket, shown, now);
        _open.Add(bucket, part);
        SetAlarm(part.EndsAt(plan.Rolling, now));
        return part;
    }

    private PartFile Create(string place, string hidden, string shown)
    {
        try
        {
            _folders!.Make(place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFailures.NotWritten(shown, 0, e);
        }

        var file = new PartFile(plan.Files, hidden, shown);
        _unnamed.Add(hidden);
        _folders.Changed(place);
        return file;
    }

    private void End(RollingPart part)
    {
        part.File.Flush();
        part.Dispose();
        _open.Remove(part.Bucket);
        if (_last == part) _last = null;
        _closed.Add(part.ToClosed(_folder));
    }

    private void EndWhatIsDue()
    {
        var now = _alarm!.Now;
        var next = long.MaxValue;
        foreach (var part in _open.Values.ToList())
        {
            var endsAt = part.EndsAt(plan.Rolling, now);
            if (endsAt <= now) End(part);
            else next = Math.Min(next, endsAt);
        }

        SetAlarm(next);
    }

    private void SetAlarm(long time)
    {
        if (time != long.MaxValue) _alarm!.Set(time);
    }
}
