/** The call's definition as the form's script needs it: limits, conditions and words (pages/form_data.py makes them). */
if (!window.baiqauForm) throw new Error("The form's definition has not come: the plain form stays.");
export const data = window.baiqauForm;
