using FlowActors.Files;
using FlowActors.Sinks.Files;
using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>
/// Writes one subtask's lines into a hidden file beside the target. When the input has ended the output is complete, and gets its name
/// when the job has ended well.
/// </summary>
/// <remarks>
/// Until a snapshot names it, the file has a name by which the next run to the same target knows it for a leftover once nobody holds its
/// lock; then one by which only its own job removes it. What was restored is not written on, since a zombie may do that: it is the
/// beginning of the output as far as the snapshot says, and a new file follows it.
/// </remarks>
internal sealed class TextSinkWriter<T>(string path, bool isFolder, RowEncoder<T> rows, IFileSystem files)
    : StatefulCommittingSinkWriter<T, TextParts, PendingText>
{
    private const int TriesMax = 3;
    private readonly List<TextPart> _parts = [];
    private readonly List<PendingText> _shown = [];
    private readonly string _target = TextFileTarget.Resolve(path);
    private readonly string _writer = PartName.NewWriter();
    private PartLineage? _lineage;
    private PartFile? _file;
    private bool _isKept;
    private bool _isNamed;
    private bool _isComplete;
    private bool _isPrepared;
    private long _behind;

    private string Place => Path.GetDirectoryName(_target)!;

    public override void Restore(IReadOnlyList<TextParts> state)
    {
        foreach (var (target, parts) in state)
        {
            if (target != _target) throw PartFailures.OtherPath(_target, target);
            _parts.AddRange(parts);
        }
    }

    public override bool TryTakeBack(PendingText committable)
    {
        if (committable.Target != _target) throw PartFailures.OtherPath(_target, committable.Target);
        if (TextCommitter.IsShown(files, committable)) _shown.Add(committable);
        else _parts.AddRange(committable.Parts);
        return true;
    }

    public override void Open(ISinkContext context)
    {
        _lineage = PartLineage.Of(context);
        _behind = _lineage.Restored;
        foreach (var part in _parts) CheckThere(part);
        foreach (var shown in _shown) CheckParallelism(shown);
        MakeFolder();
        TextLeftovers.Remove(files, Place, Path.GetFileName(_target), _lineage.Subtask, _lineage.Subtasks);
        PartSweep.Folder(files, Place, _lineage, Path.GetFileName(_target));
        _file = Begin();
    }

    public override void Write(T value, long timestamp) => rows.Encode(value, _file!);

    public override void Flush(bool endOfInput)
    {
        _isComplete = endOfInput;
        if (_file!.Length > 0 || (endOfInput && _parts.Count == 0 && _shown.Count == 0)) Keep();
    }

    public override IReadOnlyCollection<PendingText> PrepareCommit()
    {
        if (!_isComplete || _isPrepared) return [];
        _isPrepared = true;
        if (_shown.Count > 0 && Parts().Count > 0)
            throw new InvalidOperationException($"'{_shown[0].Shown}' was complete, and more came for it when its job was restored: the source gives other records than before.");
        return Parts() is { Count: > 0 } parts ? [.. _shown, Prepare(parts)] : [.. _shown];
    }

    public override IEnumerable<TextParts> Snapshot(long checkpointId)
    {
        _behind = checkpointId;
        _isNamed = _isKept;
        // What was prepared is in the snapshot already.
        return !_isPrepared && Parts() is { Count: > 0 } parts ? [new TextParts(_target, parts)] : [];
    }

    public override void Close()
    {
        if (_file is null) return;
        // Its lock is held until then: without it, it would pass for a leftover.
        if (!_isNamed) PartSweep.Remove(files, _file.Path);
        _file.Dispose();
    }

    private string Shown => isFolder ? PartFiles.PathOf(_target, _lineage!.Subtask) : _target;

    private List<TextPart> Parts() => _isKept ? [.. _parts, new TextPart(Path.GetFileName(_file!.Path), _file.Length)] : [.. _parts];

    private PartFile Begin()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new PartFile(files, Path.Join(Place, PendingName.New(Path.GetFileName(_target), _lineage!.Subtask)), Shown);
            }
            catch (IOException) when (tries < TriesMax)
            {
                // A run that looks for leftovers may have seen it in the moment before it was locked, and removed it.
            }
        }
    }

    private PendingText Prepare(List<TextPart> parts)
    {
        var isWhole = parts.Count == 1 && _isKept;
        var number = isWhole ? files.Find(_file!.Path)?.Number ?? 0 : 0;
        return new PendingText(_target, Shown, parts, number, isWhole, _lineage!.Subtask, _lineage.Subtasks, isFolder);
    }

    // A snapshot may name it from here on: durably there, under a name that no other run removes.
    private void Keep()
    {
        _file!.Flush();
        if (_isKept) return;
        _file.Rename(Path.Join(Place, new PartName(Path.GetFileName(_target), _lineage!, _behind, _writer).ToString()));
        files.FlushFolder(Place);
        _isKept = true;
    }

    private void MakeFolder()
    {
        try
        {
            var folders = new PartFolders(files);
            folders.Make(Place);
            folders.Flush(Place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFailures.NotWritten(Shown, 0, e);
        }
    }

    private void CheckThere(TextPart part)
    {
        var there = Path.Join(Place, part.Name);
        if (files.Find(there) is not { } found) throw PartFailures.Missing(_target, there);
        if (found.Length < part.Bytes) throw PartFailures.Damaged(_target, there, part.Bytes, found.Length);
    }

    private void CheckParallelism(PendingText shown)
    {
        if (shown.Subtasks == _lineage!.Subtasks) return;
        throw new InvalidOperationException(
            $"The job had begun to show '{_target}' at its end: '{shown.Shown}' is complete, as a part of {shown.Subtasks}. Restore it with the parallelism " +
            $"{shown.Subtasks}, which completes the rest; it now has {_lineage.Subtasks}.");
    }
}
