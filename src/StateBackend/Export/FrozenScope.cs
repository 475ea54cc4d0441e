using System.Diagnostics;

namespace FlowActors.State.Export;

/// <summary>A frozen scope as a copy of all that it would export.</summary>
internal sealed class FrozenScope : IFrozenState, IStateWriter
{
    private const int StepElements = 256;

    private readonly List<(int Number, StateHeader Header)> _states = [];
    private readonly List<(int Number, int KeyGroup, ElementBytes Elements)> _parts = [];
    private int _part;
    private int _position;
    private bool _isBegun;
    private bool _isDisposed;
    private bool _hasFailed;

    /// <summary>All is written, or it was disposed.</summary>
    public bool IsOver => _isDisposed || (_isBegun && _part == _parts.Count);

    public void Add(int state, StateHeader header) => _states.Add((state, header));

    public void Write(int state, in StateElement element)
    {
        if (_parts.Count == 0 || _parts[^1].Number != state || _parts[^1].KeyGroup != element.KeyGroup)
            _parts.Add((state, element.KeyGroup, new ElementBytes(element.KeyGroup)));
        _parts[^1].Elements.Add(element);
    }

    public bool WriteSome(IStateWriter writer, long until)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_isBegun && _part == _parts.Count) return true;
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasFailed) throw new InvalidOperationException("Writing the frozen state has failed before: dispose it.");
        _hasFailed = true;
        if (!_isBegun)
        {
            foreach (var (number, header) in _states) writer.Add(number, header);
            _isBegun = true;
        }

        while (WriteStep(writer) && Stopwatch.GetTimestamp() < until)
        {
        }

        _hasFailed = false;
        return _part == _parts.Count;
    }

    public void Dispose()
    {
        if (IsOver) return;
        _isDisposed = true;
        _parts.Clear();
    }

    private bool WriteStep(IStateWriter writer)
    {
        for (var left = StepElements; left > 0; left--)
        {
            if (_part == _parts.Count) return false;
            var (number, _, part) = _parts[_part];
            var elements = part.Read(_position);
            if (elements.MoveNext())
            {
                writer.Write(number, elements.Current);
                _position = elements.Position;
            }
            else
            {
                _part++;
                _position = 0;
            }
        }

        return true;
    }
}
