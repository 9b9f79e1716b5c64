// Titles and notes as officials of a town hall write them: clauses put together word by word from the vocabulary of municipal
// work, with figures, days, places and file numbers that make no two of them alike. Everything is invented; nobody is named.
// Promises: the same choice gives the same text; a thousand notes gzip to about a quarter, not to a tenth, as one sentence
// repeated would (the test holds it to that).

import type { Choice } from './choice.ts';

type Words = readonly [string, ...string[]];

const words = (text: string): Words => text.trim().split(/\s*\|\s*/) as unknown as Words;

const offices = words(`
  Obras Públicas | la Tesorería | la Contraloría | Agua Potable | Servicios Públicos | Catastro | Protección Civil | la Comisaría |
  Desarrollo Urbano | Ecología | el DIF | la Sindicatura | Comunicación Social | la Secretaría | Recursos Humanos | Patrimonio |
  la Oficialía | Alumbrado | Limpia | Parques | Reglamentos | Transparencia | Planeación | Turismo | Mercados | el Registro Civil |
  la delegación | el comité | el comisariado | el consejo | Informática | Adquisiciones | el Jurídico | Fomento Agropecuario |
  la Casa de Cultura | Gobernación | el rastro | la biblioteca | Deporte | Salud | Vialidad | Archivo | Egresos | Ingresos`);

const people = words(`
  la encargada | el chofer | una regidora | la cuadrilla | el velador | una vecina | el delegado | los maestros | la mesa directiva |
  el proveedor | la auxiliar | los comerciantes | el comité de padres | la supervisora | un grupo de jóvenes | el operador |
  la mentora | el enlace | la cajera | los bomberos | el inspector | la topógrafa | el electricista | dos peones | la notificadora |
  el fontanero | las brigadistas | los ejidatarios | la doctora | el contratista | una señora mayor | los policías | la capturista`);

const past = words(`
  revisó | entregó | solicitó | terminó | midió | inspeccionó | reparó | limpió | pintó | actualizó | capturó | verificó | cotizó |
  programó | suspendió | reanudó | sustituyó | instaló | desazolvó | fotografió | firmó | validó | comparó | depuró | publicó |
  notificó | recorrió | contó | etiquetó | marcó | clausuró | habilitó | presupuestó | recibió | devolvió | aprobó | rechazó |
  corrigió | digitalizó | ubicó | conectó | calibró | podó | barrió | niveló | asignó | trasladó | ofreció | perdió | encontró |
  cambió | ajustó | prestó | donó | abrió | cerró | soldó | excavó | rellenó | compactó | barnizó | explicó | negoció | pospuso`);

const todo = words(`
  revisar | entregar | solicitar | medir | inspeccionar | reparar | pintar | actualizar | capturar | verificar | cotizar | programar |
  sustituir | instalar | desazolvar | fotografiar | firmar | validar | comparar | depurar | publicar | notificar | recorrer | contar |
  etiquetar | marcar | presupuestar | recibir | corregir | digitalizar | ubicar | conectar | calibrar | podar | nivelar | asignar |
  redactar | conciliar | levantar | difundir | comprar | rentar | proteger | señalizar | impermeabilizar | cercar | ampliar | mover |
  clasificar | archivar | explicar | negociar | cobrar | regularizar | enumerar | pesar | fumigar | lavar | soldar | techar | cerrar`);

const things = words(`
  luminarias | padrones | recibos | vehículos | medidores | drenajes | contenedores | actas | reglamentos | señales | hidrantes |
  camiones | bombas | expedientes | presupuestos | convenios | bitácoras | topes | cámaras | postes | permisos | cuotas | planos |
  tinacos | cisternas | válvulas | cárcamos | rellenos | rutas | contratos | facturas | programas | botones | manuales | quejas |
  tableros | uniformes | llantas | radios | ventanillas | formatos | adeudos | carpetas | banquetas | juegos | lápidas | canchas |
  puentes | plantas | baches | guarniciones | colectores | lámparas | transformadores | registros | cables | tuberías | costales |
  escaleras | palas | carretillas | chalecos | conos | brechas | alcantarillas | barandales | fosas | bodegas | techumbres | rampas |
  árboles | bancas | botes | fuentes | murales | jardineras | semáforos | reductores | espejos | casetas | patrullas | motocicletas |
  credenciales | licencias | avalúos | escrituras | constancias | oficios | circulares | encuestas | indicadores | metas | fichas |
  cheques | pólizas | vales | anticipos | multas | recargos | descuentos | depósitos | inventarios | resguardos | talleres | cursos`);

const traits = words(`
  de concreto | de la primaria | sin terminar | por revisar | de segunda mano | en mal estado | del año pasado | de la cabecera |
  con fuga | sin factura | de repuesto | por vencer | de media tensión | con garantía | sin dueño | de uso común | de temporada |
  de la obra anterior | en comodato | por duplicado | sin folio | con sello | de dos pulgadas | de lámina | de la zona alta |
  del mercado | por triplicado | con retraso | sin candado | de emergencia | de madrugada | en préstamo | de los ejidos | con óxido |
  de plástico | de aluminio | sin etiqueta | con grietas | por reparar | de la clínica | del panteón | de cuarenta vatios |
  de la telesecundaria | sin presión | con sarro | de la feria | del primer trimestre | de mayo | de la compra consolidada |
  sin coordenadas | con foto | de riego | de la unidad deportiva | a medio uso | de primera calidad | con moho | de herrería`);

const kindsOfPlace = words(`
  en la calle | en el paraje | en la colonia | en el barrio | frente a la tienda | junto a la capilla de | sobre la avenida |
  en la privada | en el ejido | en la ranchería | en el crucero | detrás de la escuela | en el fraccionamiento | por el puente |
  en la sección | cerca del pozo | en la parada | al final del camino a | en la esquina con | en la loma de | en la bodega de`);

const placeNames = words(`
  Hidalgo | Morelos | San Juan | Santa Ana | San Miguel | El Mirador | La Concepción | Loma Alta | Los Fresnos | Tierra Blanca |
  El Calvario | Jacarandas | Independencia | Juárez | Zaragoza | Cinco de Mayo | La Palma | El Ocote | Agua Zarca | Las Peñitas |
  San Isidro | El Capulín | La Joya | Buenavista | El Rosal | Santiago | La Cañada | Los Pinos | El Tepozán | San Bartolo | Aldama |
  La Estación | Guadalupe | El Salto | Las Cruces | Peña Blanca | Cerrito | La Mesa | El Durazno | Río Seco | Xolotepec | Dongu |
  Nogales | La Era | Piedra Grande | El Fresno | San Pedro | Galeana | Allende | Matamoros | Reforma | Progreso | Emiliano | Ocampo`);

const links = words(`
  porque | aunque | mientras | cuando | y además | pero | así que | en cuanto | para que | después de que | ya que | sin embargo |
  por eso | de modo que | a pesar de que | hasta que | como | entonces | o bien | salvo que | antes de que | pues | donde`);

const states = words(`
  faltan | sobran | aparecieron | se rompieron | llegaron | se cotizaron | quedaron fuera | no coinciden | se vencieron | ya sirven |
  siguen igual | se mojaron | se pagaron | se repartieron | no alcanzan | están en regla | se devolvieron | se autorizaron |
  cambiaron de lugar | nadie pidió | se terminaron | se duplicaron | urgen | esperan firma | se extraviaron | van atrasados`);

const manners = words(`
  con cuidado | sin avisar | otra vez | de noche | a mano | por escrito | en asamblea | con linterna | bajo la lluvia | por teléfono |
  en dos turnos | con escalera | sin costo | por sorteo | a tiempo | con testigos | por tercera vez | en faena | con retroexcavadora |
  en sábado | muy despacio | con dron | según el acta | por acuerdo | con apoyo estatal | de puerta en puerta | en silencio | al azar`);

const months = words(
  'enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre | diciembre',
);
const units = words(
  'piezas | metros | recibos | tramos | viviendas | litros | viajes | hojas | costales | horas | familias | kilos',
);

/** A note of about that many characters, of whole sentences, in paragraphs now and then. */
export function noteText(choice: Choice, length: number): string {
  let text = sentence(choice);
  while (text.length < length) text += `${choice.chance(0.15) ? '\n\n' : ' '}${sentence(choice)}`;
  return text;
}

export function sentence(choice: Choice): string {
  const { of, between, chance } = choice;
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => clause(choice),
    () => `el ${between(1, 31)} de ${of(months)} ${clause(choice)}`,
    () => `${clause(choice)} (${of(offices)}, oficio ${between(100, 1999)})`,
    () => `acuerdo ${between(2, 60)}: ${of(todo)} ${thing(choice)} y ${of(todo)} ${thing(choice)} ${of(manners)}`,
    () => `se gastaron $${between(1, 98)},${between(100, 999)} en ${thing(choice)} ${place(choice)}`,
    () => `a las ${between(7, 18)}:${between(10, 59)} ${of(people)} ${of(past)} ${thing(choice)}`,
    () => `de ${between(20, 400)} ${thing(choice)} ${of(states)} ${between(2, 19)}`,
    () => `pendiente: ${of(todo)} ${thing(choice)} ${place(choice)} antes de ${of(months)}`,
  ];
  const ending = chance(0.4) ? `, ${of(links)} ${clause(choice)}` : '';
  return `${capital(of(forms)())}${ending}.`;
}

function clause(choice: Choice): string {
  const { of, between, chance } = choice;
  const what = chance(0.5)
    ? `${of(chance(0.5) ? offices : people)} ${of(past)} ${between(2, 480)} ${thing(choice)}`
    : `${of(states)} ${between(2, 96)} ${of(units)} de ${thing(choice)}`;
  return `${what}${chance(0.4) ? ` ${place(choice)}` : ''}${chance(0.3) ? ` ${of(manners)}` : ''}`;
}

function thing({ of, chance }: Choice): string {
  return chance(0.6) ? `${of(things)} ${of(traits)}` : of(things);
}

function place({ of }: Choice): string {
  return `${of(kindsOfPlace)} ${of(placeNames)}`;
}

export function planTitle(choice: Choice): string {
  return `${capital(choice.of(todo))} ${thing(choice)} ${place(choice)}`;
}

export function planAim(choice: Choice): string {
  return `Que ${choice.of(offices)} atienda ${choice.between(30, 95)} % de ${thing(choice)}. ${sentence(choice)}`;
}

export function lineTitle({ of }: Choice): string {
  return `${capital(of(things))} y ${of(things)}`;
}

export function actionTitle(choice: Choice): string {
  return `${capital(choice.of(todo))} ${thing(choice)} con ${choice.of(offices)} ${place(choice)}`;
}

export function itemTitle(choice: Choice): string {
  const { of, between, chance } = choice;
  return `${capital(of(todo))} ${thing(choice)} ${place(choice)}${chance(0.4) ? ` (${between(2, 60)} ${of(units)})` : ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
