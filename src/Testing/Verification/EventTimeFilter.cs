namespace FlowActors.Testing;

/// <summary>
/// Leaves out what an output says about event time and has said before: an operator that was restored hears again how far event time
/// is, and passes it on. All subtasks of an operator say the same.
/// </summary>
internal sealed class EventTimeFilter
{
    private long _watermark = long.MinValue;
    private bool _isActive = true;

    /// <summary>What each subtask says that is new.</summary>
    public IReadOnlyList<IReadOnlyList<StreamElement>> Filter(IReadOnlyList<IReadOnlyList<StreamElement>> subtasks)
    {
        var (watermark, isActive) = (_watermark, _isActive);
        var kept = new List<IReadOnlyList<StreamElement>>();
        foreach (var elements in subtasks)
        {
            (_watermark, _isActive) = (watermark, isActive);
            kept.Add([.. elements.Where(IsNew)]);
        }

        return kept;
    }

    private bool IsNew(StreamElement element)
    {
        switch (element)
        {
            case Watermark watermark:
                if (watermark.Timestamp <= _watermark) return false;
                _watermark = watermark.Timestamp;
                return true;
            case WatermarkStatus status:
                if (status.IsActive == _isActive) return false;
                _isActive = status.IsActive;
                return true;
            default:
                return true;
        }
    }
}
