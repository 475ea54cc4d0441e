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
    private readonly ProbedObject _objects;
    private readonly object?[] _given;

    private ConstructionProbe(ObjectPlan plan, TypeSerializer[] nested, Probe probe)
    {
        _plan = plan;
        _nested = nested;
        _objects = new ProbedObject(plan, nested);
        _given = Array.ConvertAll(nested, n => MakeUpOrNull(n, probe));
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

    private static object? MakeUpOrNull(TypeSerializer serializer, Probe probe)
    {
        try
        {
            return serializer.MakeUp(probe);
        }
        catch (Exception) when (!serializer.ValueType.IsValueType)
        {
            // A part that refuses what was made up; there may be none.
            return null;
        }
    }

    private string? FindChange() => ByConstructor() ?? BySetter() ?? ByAllOfThem();

    private string? ByConstructor()
    {
        var made = _objects.Construct(_given);
        foreach (var member in _plan.Arguments)
        {
            var found = _objects.Get(member, made);
            if (!_objects.AreSame(member, found, _given[member])) return $"has a constructor that changes what it is given: {Difference(member, found)}";
        }

        return null;
    }

    private string? BySetter()
    {
        var made = _objects.Construct(_given);
        for (var member = 0; member < _nested.Length; member++)
        {
            if (_plan.Arguments.Contains(member) || !HasCode(_plan.Members[member].Target)) continue;
            _objects.Set(member, made, _given[member]);
            var found = _objects.Get(member, made);
            if (!_objects.AreSame(member, found, _given[member])) return $"has a setter that changes what it is given: {Difference(member, found)}";
        }

        return null;
    }

    /// <summary>Setters may change other members; that is no harm where it leads to the same again.</summary>
    private string? ByAllOfThem()
    {
        var once = _objects.Values(_objects.Build(_given));
        var twice = _objects.Values(_objects.Build(once));
        for (var member = 0; member < _nested.Length; member++)
        {
            if (!_objects.AreSame(member, twice[member], once[member]))
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
}
