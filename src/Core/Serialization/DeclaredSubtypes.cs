using System.Reflection;
using System.Text.Json.Serialization;

namespace FlowActors.Serialization;

/// <summary>Subtypes declared with System.Text.Json's attribute, for types that do not bear PolyType's.</summary>
internal static class DeclaredSubtypes
{
    public static IReadOnlyList<(string Name, Type Type)> Of(Type type) =>
        [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(a => (a.TypeDiscriminator?.ToString() ?? a.DerivedType.Name, a.DerivedType))];
}
