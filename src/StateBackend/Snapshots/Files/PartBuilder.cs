namespace FlowActors.State.Snapshots.Files;

/// <summary>What the directory says of the part that is being written.</summary>
internal sealed class PartBuilder(int keyGroup)
{
    private readonly List<SnapshotSection> _sections = [];
    private readonly List<SnapshotBlock> _blocks = [];
    private int _state;
    private long _elements;

    public int KeyGroup => keyGroup;

    public void Count(int state)
    {
        if (state != _state) EndSection();
        _state = state;
        _elements++;
    }

    public void Add(SnapshotBlock block) => _blocks.Add(block);

    public SnapshotPart Build()
    {
        EndSection();
        return new SnapshotPart(keyGroup, _sections, _blocks);
    }

    private void EndSection()
    {
        if (_elements > 0) _sections.Add(new SnapshotSection(_state, _elements));
        _elements = 0;
    }
}
