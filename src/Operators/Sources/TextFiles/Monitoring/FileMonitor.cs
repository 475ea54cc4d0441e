using System.Runtime.ExceptionServices;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>
/// Looks again and again for files, and gives those that are new and whole to whichever reader asks. What looks and opens files runs elsewhere,
/// so that readers are answered meanwhile.
/// </summary>
internal sealed class FileMonitor(IReadOnlyList<string> paths, TextFileSettings settings, TimeSpan interval)
    : SplitEnumerator<TextFileSplit, FileMonitorState>
{
    private readonly WholeFiles _whole = new();
    private KnownFiles _known = new();
    private List<TextFileSplit> _restored = [];
    private SplitQueue<TextFileSplit>? _queue;
    private bool _isOpening;

    public override void Start()
    {
        _queue = new SplitQueue<TextFileSplit>(Context);
        _queue.Add(_restored);
        Context.CallPeriodically(_ => Task.FromResult(InputPaths.Look(paths)), Looked, TimeSpan.Zero, interval);
    }

    public override void HandleSplitRequest(int subtask) => _queue!.Request(subtask);

    public override void RemoveReader(int subtask) => _queue!.RemoveReader(subtask);

    public override void AddSplitsBack(IReadOnlyList<TextFileSplit> splits, int subtask) => _queue!.AddFirst(splits);

    public override FileMonitorState Snapshot(long checkpointId) => new([.. _queue!.Unassigned], _known.ToBytes());

    public override void Restore(FileMonitorState state) => (_restored, _known) = (state.Unassigned, new KnownFiles(state.Known));

    private void Looked(IReadOnlyList<FoundFile>? found, Exception? failure)
    {
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        // What is being opened is not known yet.
        if (_isOpening) return;
        var files = _whole.Take(found!, _known);
        if (files.Count == 0) return;
        _isOpening = true;
        Context.CallAsync(_ => Task.FromResult(Open(files)), Opened);
    }

    private List<InputFile> Open(IReadOnlyList<FoundFile> files) => [.. files.Select(Open).OfType<InputFile>()];

    /// <summary>Looks into a file; null if it is gone or has changed, so that the looks to come decide.</summary>
    private InputFile? Open(FoundFile found)
    {
        try
        {
            var file = InputFile.Of(found, settings.Encoding);
            return PathStatus.Of(found.Path) == found.Status ? file : null;
        }
        catch (JobValidationException) when (PathStatus.Of(found.Path) != found.Status)
        {
            return null;
        }
    }

    private void Opened(List<InputFile>? files, Exception? failure)
    {
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        _isOpening = false;
        foreach (var file in files!) _known.Add(new FoundFile(file.Path, file.Status));
        _queue!.Add(SplitPlanner.Plan(files, settings.SplitBytes, Context.Parallelism).Select(range => new TextFileSplit(range)));
    }
}
