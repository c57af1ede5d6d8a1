import { certificateInUse, type CertificateStore, type JudgeCertificate } from '../../domain/judgement.ts'
import { toJson, type Database } from './database.ts'

export const openCertificates = (database: Database): CertificateStore => ({
  put: async (certificate) => {
    const { id, rubricHash, judge, madeAt } = certificate
    await database.query('insert into judge_certificate (id, rubric_hash, judge, made_at, certificate) values ($1, $2, $3, $4, $5::jsonb)', [
      id,
      rubricHash,
      judge,
      madeAt,
      toJson(certificate),
    ])
  },

  find: async (rubricHash, judge) =>
    certificateInUse((await database.query<Row>(`${select} where rubric_hash = $1 and judge = $2 ${newestFirst}`, [rubricHash, judge])).map(read)),

  list: async () => (await database.query<Row>(`${select} ${newestFirst}`, [])).map(read),
})

interface Row {
  readonly certificate: JudgeCertificate
  readonly madeAt: Date
}

const select = 'select certificate, made_at as "madeAt" from judge_certificate'
const newestFirst = 'order by made_at desc, id desc'

const read = ({ certificate, madeAt }: Row): JudgeCertificate => ({ ...certificate, madeAt })
