namespace FlowActors.Runtime.Control;

/// <content>A journal that grows with what is remembered, not with all that ever ran.</content>
internal sealed partial class JobManager
{
    private const int ChunkMax = 100;
    private int _decisions;

    private void Apply(IManagerEvent decision)
    {
        _jobs.Apply(decision);
        _decisions++;
    }

    // What is remembered is written once more behind all that has led to it, which then is deleted. Whatever a crash leaves of
    // the two reads the same. Called when no other decision is about to be written.
    private void KeepJournalShort()
    {
        if (_decisions < 64 + (4 * _jobs.All.Count)) return;
        var before = LastSequenceNr;
        var decisions = _jobs.Decisions.ToList();
        _decisions = decisions.Count;
        var unwritten = decisions.Count;
        foreach (var chunk in decisions.Chunk(ChunkMax))
        {
            PersistAll(chunk, _ =>
            {
                if (--unwritten == 0) DeleteMessages(before);
            });
        }
    }
}
