using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// Finds constructors and setters that change what they are given, by trying them: what goes over the wire or comes out of a
/// snapshot is made by them from what they made before, and would change each time. Constructors that refuse values which
/// were made up are taken as they are.
/// </summary>
internal sealed class ConstructionProbe
{
    private const string Cure = "Keep values as they are given and make them tidy before, mark what follows from other members " +
        "[PropertyShape(Ignore = true)], or register a serializer.";

    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;
    private readonly object?[] _given;

    private ConstructionProbe(ObjectPlan plan, TypeSerializer[] nested, Probe probe)
    {
        _plan = plan;
        _nested = nested;
        _given = Array.ConvertAll(nested, n => MakeUp(n, probe));
    }

    /// <summary>Why an object would not come back as it was, or null.</summary>
    public static string? FindChange(ObjectPlan plan, TypeSerializer[] nested)
    {
        if (IsTransparent(plan)) return null;
        foreach (var isOdd in new[] { false, true })
        {
            try
            {
                if (new ConstructionProbe(plan, nested, new Probe(isOdd)).FindChange() is { } change) return change;
            }
            catch (Exception)
            {
                // A constructor that checks, or a registered serializer that does not know the value: no evidence against the type.
            }
        }

        return null;
    }

    /// <summary>Whether there is nothing to try: members are set as the compiler sets them.</summary>
    private static bool IsTransparent(ObjectPlan plan) =>
        plan.Type.Assembly == typeof(object).Assembly || (plan.Arguments.Length == 0 && plan.Members.All(m => !HasCode(m.Target)));

    private static bool HasCode(MemberInfo? target) => target is MethodInfo && !target.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private string? FindChange()
    {
        var made = Construct(_given);
        foreach (var member in _plan.Arguments)
        {
            if (Differs(member, made, _given[member], out var found)) return $"has a constructor that changes what it is given: {Difference(member, found)}";
        }

        for (var member = 0; member < _nested.Length; member++)
        {
            if (_plan.Arguments.Contains(member) || !HasCode(_plan.Members[member].Target)) continue;
            Set(member, made, _given[member]);
            if (Differs(member, made, _given[member], out var found)) return $"has a setter that changes what it is given: {Difference(member, found)}";
        }

        // Setters may change other members; that is no harm where it leads to the same again.
        var once = Values(Build(_given));
        var twice = Build(once);
        for (var member = 0; member < _nested.Length; member++)
        {
            if (Differs(member, twice, once[member], out _))
                return $"does not come back as it was: its {_plan.Members[member].Name} changes as its members are set one after the other. {Cure}";
        }

        return null;
    }

    private string Difference(int member, object? found) =>
        $"its {_plan.Members[member].Name}{Shown(_nested[member], _given[member], found)} would change whenever it is sent or restored. {Cure}";

    // Made-up values only, so nothing secret.
    private static string Shown(TypeSerializer serializer, object? given, object? found) => serializer is IPrimitiveSerializer
        ? string.Create(CultureInfo.InvariantCulture, $" was given '{given}', holds '{found}' and")
        : "";

    private static object? MakeUp(TypeSerializer serializer, Probe probe)
    {
        try
        {
            var writer = new ByteWriter();
            serializer.WriteProbe(writer, probe);
            return Read(serializer, writer);
        }
        catch (Exception) when (!serializer.ValueType.IsValueType)
        {
            return null;
        }
    }

    private object Build(object?[] values)
    {
        var made = Construct(values);
        for (var member = 0; member < _nested.Length; member++)
        {
            if (!_plan.Arguments.Contains(member)) Set(member, made, values[member]);
        }

        return made;
    }

    private object Construct(object?[] values) => _plan.Constructor is null
        ? RuntimeHelpers.GetUninitializedObject(_plan.Type)
        : _plan.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, Array.ConvertAll(_plan.Arguments, a => Fresh(a, values[a])), CultureInfo.InvariantCulture);

    private void Set(int member, object made, object? value)
    {
        if (_plan.Members[member].Target is FieldInfo field) field.SetValue(made, Fresh(member, value));
        else ((MethodInfo)_plan.Members[member].Target!).Invoke(made, BindingFlags.DoNotWrapExceptions, null, [Fresh(member, value)], CultureInfo.InvariantCulture);
    }

    private object? Get(int member, object made) => _plan.Members[member].Source is FieldInfo field
        ? field.GetValue(made)
        : ((MethodInfo)_plan.Members[member].Source).Invoke(made, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture);

    private object?[] Values(object made) => [.. Enumerable.Range(0, _nested.Length).Select(m => Fresh(m, Get(m, made)))];

    private bool Differs(int member, object made, object? expected, out object? found)
    {
        found = Get(member, made);
        return !AreClose(found, expected) && !Bytes(_nested[member], found).WrittenSpan.SequenceEqual(Bytes(_nested[member], expected).WrittenSpan);
    }

    // Members that are computed back and forth, as degrees of one scale from those of another, lose a last digit.
    private static bool AreClose(object? found, object? expected) => (found, expected) switch
    {
        (double x, double y) => Math.Abs(x - y) <= 1e-9 * Math.Abs(y),
        (float x, float y) => Math.Abs(x - y) <= 1e-5 * Math.Abs(y),
        _ => false,
    };

    // An object of its own each time: a constructor may keep what it is given, or change it in place.
    private object? Fresh(int member, object? value) => Read(_nested[member], Bytes(_nested[member], value));

    private static ByteWriter Bytes(TypeSerializer serializer, object? value)
    {
        var writer = new ByteWriter();
        serializer.WriteObject(writer, value);
        return writer;
    }

    private static object? Read(TypeSerializer serializer, ByteWriter writer)
    {
        var reader = new ByteReader(writer.WrittenSpan);
        return serializer.ReadObject(ref reader);
    }
}
