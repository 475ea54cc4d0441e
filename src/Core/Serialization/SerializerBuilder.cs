using System.Reflection;
using PolyType;
using PolyType.ReflectionProvider;

namespace FlowActors.Serialization;

/// <summary>
/// Builds the serializer of one type and of all it consists of. What it made becomes visible only when the whole graph is
/// done; a type that is met again while it is being built gets a deferred serializer.
/// </summary>
internal sealed class SerializerBuilder(Type root, Func<Type, TypeSerializer?> find)
{
    private readonly Dictionary<Type, TypeSerializer?> _made = [];
    private readonly Dictionary<Type, IDeferredSerializer> _deferred = [];
    private readonly Dictionary<Type, string> _paths = [];
    private readonly List<string> _path = [];

    /// <summary>Everything that was built on the way.</summary>
    public IEnumerable<TypeSerializer> Made => _made.Values.OfType<TypeSerializer>();

    public TypeSerializer Build()
    {
        var serializer = Get(root);
        foreach (var (type, deferred) in _deferred) deferred.Target = _made[type]!;
        // Parts were begun after what they are parts of, and are the ones to blame.
        foreach (var made in Made.Reverse())
        {
            if (made.FindFault() is { } fault) throw new UnserializableTypeException(root, _paths[made.ValueType], made.ValueType, fault);
        }

        return serializer;
    }

    public TypeSerializer Get(Type type)
    {
        if (find(type) is { } known) return known;
        if (_made.TryGetValue(type, out var made)) return made ?? Defer(type);
        if (Refusals.Of(type) is { } reason) throw Refuse(type, reason);
        _made.Add(type, null);
        _paths.Add(type, Path);
        var serializer = Make(type);
        _made[type] = serializer;
        return serializer;
    }

    public TypeSerializer<T> Get<T>(string step)
    {
        _path.Add(step);
        var serializer = (TypeSerializer<T>)Get(typeof(T));
        _path.RemoveAt(_path.Count - 1);
        return serializer;
    }

    public TypeSerializer Get(Type type, string step)
    {
        _path.Add(step);
        var serializer = Get(type);
        _path.RemoveAt(_path.Count - 1);
        return serializer;
    }

    public UnserializableTypeException Refuse(Type type, string reason) =>
        new(root, Path, type, reason);

    private string Path => string.Concat(_path).TrimStart('.');

    private TypeSerializer Make(Type type)
    {
        ITypeShape shape;
        try
        {
            shape = ReflectionTypeShapeProvider.Default.GetTypeShape(type) ?? throw Refuse(type, "has no shape. Register a serializer for it.");
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or ArgumentException or AmbiguousMatchException)
        {
            throw Refuse(type, $"can not be described ({e.Message}). Register a serializer for it.");
        }

        return (TypeSerializer)shape.Accept(new SerializerFactory(this))!;
    }

    private TypeSerializer Defer(Type type)
    {
        if (!_deferred.TryGetValue(type, out var deferred))
        {
            deferred = (IDeferredSerializer)Activator.CreateInstance(typeof(DeferredSerializer<>).MakeGenericType(type))!;
            _deferred.Add(type, deferred);
        }

        return (TypeSerializer)deferred;
    }
}
